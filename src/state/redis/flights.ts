/** Single flights in Redis. */
import { createToken } from '../owner.ts'
import type { RedisClient } from './client.ts'
import { failRedis } from './error.ts'
import type { RedisKeys } from './keys.ts'
import { ownedBytes, textOf } from './reply.ts'
import { flightEndScript, flightJoinScript } from './scripts/flight.ts'
import { checkFlight, FLIGHT_MS, LANDED_MS, type SingleFlight } from '../single-flight.ts'

/** Flights on an open connection. */
export function createRedisFlights(client: RedisClient, keys: RedisKeys): SingleFlight {
  return {
    async join(principal, name) {
      checkFlight(principal, name)
      const key = keys.flight(principal, name)
      const token = createToken()
      const reply = await client.run(flightJoinScript, [key, keys.index(principal)], [FLIGHT_MS], token)
      const kind = textOf(reply[0])
      if (kind === 'following') return { kind }
      if (kind === 'leading') return { kind, flight: { principal, name, token } }
      const outcome = ownedBytes(reply[1], key, reply[2])
      if (outcome === undefined) throw failRedis('mixed')
      return { kind: 'landed', outcome }
    },

    async land(flight, outcome) {
      checkFlight(flight.principal, flight.name, outcome)
      const names = [keys.flight(flight.principal, flight.name), keys.index(flight.principal)]
      const [done] = await client.run(flightEndScript, names, [flight.token, LANDED_MS, outcome])
      return done === 1
    },

    async abandon(flight) {
      checkFlight(flight.principal, flight.name)
      const names = [keys.flight(flight.principal, flight.name), keys.index(flight.principal)]
      await client.run(flightEndScript, names, [flight.token, 0, ''])
    },
  }
}
