import type { StreamEmulator } from '../start-stream-emulator.js'

/** Says how to point an app at the emulator. */
export function instructions(apiKey: string, { url, host }: Pick<StreamEmulator, 'url' | 'host'>): string {
  return `Stream emulator of the app ${apiKey} on ${url}. Press Ctrl+C to end it.

Servers, unchanged:      STREAM_LOCAL_TEST_HOST=${host}
stream-chat, browser:    new StreamChat('${apiKey}', { baseURL: '${url}' })
@stream-io/video-client: new StreamVideoClient('${apiKey}', { baseURL: '${url}/video' })
@stream-io/node-sdk:     new StreamClient(key, secret, { basePath: '${url}' })
`
}
