/** Single flights in SQLite. */
import type { Principal } from '../../principal.ts'
import { createToken } from '../owner.ts'
import { checkFlight, FLIGHT_MS, LANDED_MS, type SingleFlight } from '../single-flight.ts'
import type { SqliteSession } from './session.ts'
import { type Bound, readBytes, toBytes } from './values.ts'

const OWN = 'formation = ? AND user = ? AND name = ?'

/** Flights on an open session. */
export function createSqliteFlights(session: SqliteSession): SingleFlight {
  return {
    async join(principal, name) {
      checkFlight(principal, name)
      const owner = ownerOf(principal, name)
      return session.write((now) => {
        const row = session.first(
          `SELECT outcome FROM flights WHERE ${OWN} AND expires_at > ?`,
          ...owner,
          now,
        )
        const outcome = readBytes(row?.['outcome'])
        if (outcome !== undefined) return { kind: 'landed', outcome }
        if (row !== undefined) return { kind: 'following' }
        const flight = { principal, name, token: createToken() }
        session.change(
          'INSERT OR REPLACE INTO flights (leader, outcome, expires_at, formation, user, name) VALUES (?, NULL, ?, ?, ?, ?)',
          flight.token,
          now + FLIGHT_MS,
          ...owner,
        )
        return { kind: 'leading', flight }
      })
    },

    async land(flight, outcome) {
      checkFlight(flight.principal, flight.name, outcome)
      const changed = await session.write((now) =>
        session.change(
          `UPDATE flights SET outcome = ?, expires_at = ? WHERE ${OWN} AND leader = ? AND expires_at > ?`,
          outcome,
          now + LANDED_MS,
          ...ownerOf(flight.principal, flight.name),
          flight.token,
          now,
        ),
      )
      return changed > 0
    },

    async abandon(flight) {
      checkFlight(flight.principal, flight.name)
      await session.write(() =>
        session.change(
          `DELETE FROM flights WHERE ${OWN} AND leader = ? AND outcome IS NULL`,
          ...ownerOf(flight.principal, flight.name),
          flight.token,
        ),
      )
    },
  }
}

function ownerOf(principal: Principal, name: string): readonly Bound[] {
  return [toBytes(principal.formation), toBytes(principal.user), toBytes(name)]
}
