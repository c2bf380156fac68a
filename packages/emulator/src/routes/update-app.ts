import { readAppSettings } from '../auth/app-settings.js'
import { readRevokeDate } from '../auth/read-revoke-date.js'
import type { Route } from '../http/route.js'
import { isJsonObject } from '../wire/json-object.js'

/** Changes the app's settings, and sets the revoke date of all its tokens. As at Stream, an empty body changes nothing. */
export const updateApp: Route = {
  operation: 'UpdateApp',
  method: 'PATCH',
  endpoints: ['/app'],
  serverOnly: true,
  handle: ({ app, body = {} }) => {
    const settings = readAppSettings(body, app.settings)
    const revokeDate = isJsonObject(body) ? readRevokeDate(body) : undefined
    app.changeSettings(settings)
    if (revokeDate !== undefined) app.revokeDates.setApp(revokeDate)
    return {}
  },
}
