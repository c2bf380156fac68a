import { isJsonObject } from '../json-object.js'
import { readRevokeDate } from '../read-revoke-date.js'
import type { Route } from '../route.js'
import { StreamError } from '../stream-error.js'

/** Revokes all tokens of the app. As at Stream, an empty body changes nothing. */
export const updateApp: Route = {
  operation: 'UpdateApp',
  method: 'PATCH',
  endpoints: ['/app'],
  serverOnly: true,
  handle: ({ app, body = {} }) => {
    if (!isJsonObject(body)) throw new StreamError(4, 'the settings must be an object')
    const other = Object.keys(body).find(name => name !== 'revoke_tokens_issued_before')
    if (other !== undefined) throw new StreamError(4, `the emulator has no setting ${other}`)
    const revokeDate = readRevokeDate(body)
    if (revokeDate !== undefined) app.revokeDates.setApp(revokeDate)
    return {}
  },
}
