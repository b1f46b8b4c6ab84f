/** Connections to services that users began and have not finished, as the vault keeps them. */
import type { ServiceId } from '../../formation/formation.ts'
import type { Principal } from '../../principal.ts'

/** A connection that a user began: in which conversation, to which service, and until when it may be finished (epoch milliseconds). */
export interface BegunConnection {
  /** What finishes it is known by, and by nobody else: 128 random bits or more. */
  readonly ticket: string
  readonly kind: 'code' | 'device'
  readonly service: ServiceId
  readonly conversation: string
  /** What the exchange needs: a code verifier, a device's code. */
  readonly secret: Uint8Array
  readonly until: number
  /** When the service may be asked about it first. Epoch milliseconds. */
  readonly askFrom: number
}

/** One that was taken up again. */
export interface TakenConnection extends Pick<
  BegunConnection,
  'kind' | 'service' | 'conversation' | 'until'
> {
  readonly id: string
  readonly principal: Principal
  readonly secret: Uint8Array
}

/** Keeps them; what is kept is sealed for its user, and each is taken once, by whichever instance. */
export interface ConnectionStore {
  /** Keeps a connection until it is finished or over; of one user at most 10, the oldest goes. */
  begin(principal: Principal, connection: BegunConnection): Promise<void>

  /** Takes up a connection by its ticket, once: it is gone with that. Nothing for one that is over, was taken, or was altered. */
  take(ticket: string): Promise<TakenConnection | undefined>

  /** Claims connections of devices that may be asked about now, and puts each off until then: of all instances one asks. */
  claimDevices(nextFrom: number): Promise<readonly TakenConnection[]>

  /** Puts one off further, or with nothing ends it. False: it is gone. */
  putOff(id: string, askFrom: number | undefined): Promise<boolean>
}
