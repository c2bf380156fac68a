export const usage = `Usage: npx @stream-token/emulator [options]

Runs an emulator of Stream on 127.0.0.1, for the app whose key and secret are in STREAM_API_KEY and STREAM_API_SECRET.

  --port <number>        the port; default: a free one
  --disable-auth-checks  accept development tokens, as Stream's app setting of this name does
  --quiet                do not print requests
  --help                 show this text`
