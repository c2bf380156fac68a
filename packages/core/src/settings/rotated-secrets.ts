import { sharedInProcess } from '../errors/shared-in-process.js'
import { isRecord } from '../primitives/is-record.js'

/** The secrets of one app after a rotation. Behind a function, so that printing the global object shows no secret. */
interface Rotation {
  readonly secrets: () => readonly string[]
  /** When, on the monotonic clock. */
  readonly at: number
}

/**
 * Returns the secrets that were last set by `rotateSecrets` for an app, by any provider of this process; undefined: there
 * was no rotation.
 */
export function rotatedSecrets(apiKey: string): readonly string[] | undefined {
  return rotationOf(apiKey)?.secrets()
}

/** Sets the secrets of an app for all providers of this process, unless they were rotated after that time. */
export function setRotatedSecrets(apiKey: string, secrets: readonly string[], at: number): void {
  const found = rotationOf(apiKey)
  if (found === undefined || found.at <= at) rotations().set(apiKey, { secrets: () => secrets, at })
}

function rotationOf(apiKey: string): Rotation | undefined {
  const found = rotations().get(apiKey)
  return isRotation(found) ? found : undefined
}

function rotations(): Map<string, unknown> {
  return sharedInProcess('secrets', Map<string, unknown>)
}

function isRotation(value: unknown): value is Rotation {
  return isRecord(value) && typeof value.secrets === 'function' && typeof value.at === 'number'
}
