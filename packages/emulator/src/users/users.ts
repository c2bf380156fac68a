import type { Clock } from '@stream-token/core'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** A stored user; instants are in milliseconds. */
export interface EmulatedUser {
  readonly id: string
  readonly role: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly lastActive?: number | undefined
  readonly deactivatedAt?: number | undefined
  readonly deletedAt?: number | undefined
  /** Whether a socket of the user is open. */
  readonly online: boolean
  /** `name`, `image` and the app's own fields. */
  readonly fields: JsonObject
}

/** The fields of a user in a request. */
export interface UserDetails {
  readonly role?: string | undefined
  readonly fields: JsonObject
}

export interface Users {
  readonly all: () => readonly EmulatedUser[]
  readonly has: (id: string) => boolean
  /** Returns the user, deactivated or not; throws if it does not exist. */
  readonly known: (id: string) => EmulatedUser
  /** Returns the user, or what is left of one who was deleted, for the messages that refer to it. Throws for all others. */
  readonly shown: (id: string) => EmulatedUser
  /** Throws if Stream does not accept the id, or if the user is deactivated. */
  readonly assertUsable: (id: string) => void
  /** Creates the user or replaces its fields; throws if the user is deactivated. */
  readonly upsert: (id: string, details: UserDetails) => EmulatedUser
  /** Creates the user or adds to its fields; throws if the user is deactivated. */
  readonly merge: (id: string, details: UserDetails, unset?: readonly string[]) => EmulatedUser
  /** Changes nothing if the user was deleted meanwhile. */
  readonly setOnline: (id: string, online: boolean) => EmulatedUser
  readonly deactivate: (id: string) => EmulatedUser
  readonly reactivate: (id: string) => EmulatedUser
  readonly delete: (id: string) => void
}

const USER_ID = /^[\w@-]{1,255}$/

/** Creates the store of users: those that connected or were upserted. */
export function createUsers(now: Clock): Users {
  const users = new Map<string, EmulatedUser>()
  const deleted = new Map<string, EmulatedUser>()

  const known = (id: string): EmulatedUser => {
    const user = users.get(id)
    if (user === undefined) throw new StreamError(16, `the user ${id} does not exist`)
    return user
  }
  const shown = (id: string): EmulatedUser => users.get(id) ?? deleted.get(id) ?? known(id)
  const assertUsable = (id: string): void => {
    if (!USER_ID.test(id)) throw new StreamError(4, 'user ids must have 1 to 255 letters, digits, @, _ or -')
    if (users.get(id)?.deactivatedAt !== undefined)
      throw new StreamError(16, `the user ${id} was deactivated`)
  }
  const keep = (user: EmulatedUser): EmulatedUser => {
    users.set(user.id, user)
    return user
  }
  const write = (
    id: string,
    details: UserDetails,
    fieldsFrom: (before: JsonObject) => JsonObject,
  ): EmulatedUser => {
    assertUsable(id)
    const at = now()
    const before = users.get(id) ?? { id, role: 'user', createdAt: at, online: false, fields: {} }
    const fields = fieldsFrom(before.fields)
    return keep({ ...before, role: details.role ?? before.role, updatedAt: at, fields })
  }

  return {
    all: () => [...users.values()],
    has: id => users.has(id),
    known,
    shown,
    assertUsable,
    upsert: (id, details) => write(id, details, () => details.fields),
    merge: (id, details, unset = []) =>
      write(id, details, before => {
        const kept = Object.entries({ ...before, ...details.fields }).filter(
          ([name]) => !unset.includes(name),
        )
        return Object.fromEntries(kept)
      }),
    setOnline: (id, online) => {
      const user = users.get(id)
      return user === undefined ? shown(id) : keep({ ...user, online, lastActive: now() })
    },
    deactivate: id => keep({ ...known(id), deactivatedAt: known(id).deactivatedAt ?? now() }),
    reactivate: id => keep({ ...known(id), deactivatedAt: undefined }),
    delete: id => {
      const user = users.get(id)
      if (user === undefined) return
      const at = now()
      deleted.set(id, { ...user, updatedAt: at, deletedAt: at, online: false, fields: {} })
      users.delete(id)
    },
  }
}
