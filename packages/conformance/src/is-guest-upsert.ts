import { GUEST_NAMES, REFUSED_NAME } from './guest-names.js'

/** The id of a guest: 128 bits in lower-case hex. */
export const GUEST_ID: RegExp = /^guest-[0-9a-f]{32}$/

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether the body of a call creates exactly one guest, with nothing but a name of the cases. */
export function isGuestUpsert(body: unknown): boolean {
  if (!isObject(body) || Object.keys(body).join() !== 'users' || !isObject(body.users)) return false
  const [entry, ...others] = Object.entries(body.users)
  if (entry === undefined || others.length > 0) return false
  const [key, user] = entry
  if (!GUEST_ID.test(key) || !isObject(user)) return false
  const { id, role, name, ...more } = user
  const hasName = name === undefined || [...GUEST_NAMES, REFUSED_NAME].some(known => known === name)
  return id === key && role === 'guest' && hasName && Object.keys(more).length === 0
}
