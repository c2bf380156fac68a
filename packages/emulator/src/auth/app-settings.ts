import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** The settings of an app that affect who may call it. */
export interface AppSettings {
  readonly disable_auth_checks: boolean
  readonly guest_user_creation_disabled: boolean
}

/** Reads the settings of a request, added to those that are in force. Throws if the emulator has no such setting. */
export function readAppSettings(body: unknown, before: AppSettings): AppSettings {
  if (!isJsonObject(body)) throw new StreamError(4, 'the settings must be an object')
  const after = { ...before }
  for (const [name, value] of Object.entries(body)) {
    if (name === 'revoke_tokens_issued_before') continue
    if (name !== 'disable_auth_checks' && name !== 'guest_user_creation_disabled')
      throw new StreamError(4, `the emulator has no setting ${name}`)
    if (typeof value !== 'boolean') throw new StreamError(4, `${name} must be a boolean`)
    after[name] = value
  }
  return after
}
