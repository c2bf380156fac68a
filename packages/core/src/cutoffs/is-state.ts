import { isRecord } from '../primitives/is-record.js'
import { isInstant } from '../primitives/numeric-date.js'
import type { RevocationState, Versioned } from './store.js'

/**
 * Whether a store's result has the shape of a state. Other members are refused and not read as "nothing in force": a
 * store that uses other names would never revoke anything.
 */
export function isState(value: unknown): value is RevocationState {
  if (!isRecord(value) || !isPlain(value)) return false
  for (const name of Object.keys(value)) if (!MEMBERS.has(name)) return false
  const { user, app, block, floor } = value
  return isCutoff(user) && isCutoff(app) && isBlock(block) && (floor === undefined || isInstant(floor))
}

const MEMBERS: ReadonlySet<string> = new Set(['user', 'app', 'block', 'floor'])

/** Whether a value is a plain object. A Map or a Date would pass for an object without members. */
function isPlain(value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype ||
    Object.prototype.toString.call(value) === '[object Object]'
  )
}

function isCutoff(value: unknown): value is Versioned | undefined {
  return value === undefined || (isPair(value) && isInstant(value.value))
}

function isBlock(value: unknown): value is Versioned | undefined {
  return value === undefined || (isPair(value) && (value.value === 'forever' || isInstant(value.value)))
}

function isPair(value: unknown): value is { readonly version: number; readonly value: unknown } {
  return isRecord(value) && Number.isSafeInteger(value.version) && Number(value.version) >= 0
}
