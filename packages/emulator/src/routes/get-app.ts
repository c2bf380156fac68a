import type { Route } from '../http/route.js'
import { writeDate } from '../wire/wire-date.js'

const NAME = 'stream-emulator'

/** No restrictions: the emulator has no uploads. */
const UPLOAD_CONFIG = {
  allowed_file_extensions: [],
  allowed_mime_types: [],
  blocked_file_extensions: [],
  blocked_mime_types: [],
  size_limit: 0,
} as const

const UPLOADS = { file_upload_config: UPLOAD_CONFIG, image_upload_config: UPLOAD_CONFIG } as const

/** Returns the app settings that affect authentication; users receive only what Stream's components read. */
export const getApp: Route = {
  operation: 'GetApp',
  method: 'GET',
  endpoints: ['/app'],
  serverOnly: false,
  handle: ({ app, caller, request }) => {
    if (caller.kind !== 'server') return { app: { name: NAME, ...UPLOADS } }
    const revokeDate = app.revokeDates.ofApp()
    return {
      app: {
        name: NAME,
        suspended: false,
        ...app.settings,
        ...(revokeDate !== undefined && {
          revoke_tokens_issued_before: writeDate(request.generation, revokeDate),
        }),
      },
    }
  },
}
