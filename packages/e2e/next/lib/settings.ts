import { settingsWithStream } from '@stream-token/conformance/app'

/** The options of the apps, by setting. The host passes the URL of the stand-in for Stream when it starts Next. */
export const SETTINGS = settingsWithStream(process.env.CONFORMANCE_STREAM_URL)
