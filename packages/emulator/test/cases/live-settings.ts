/** The app at Stream that the cases run against. */
export interface LiveSettings {
  readonly apiKey: string
  readonly apiSecret: string
  readonly chatUrl: string
  readonly videoUrl: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads whether the cases run against Stream: undefined unless `STREAM_LIVE` is 1. Throws if something is missing. */
export function readLiveSettings(environment: Environment): LiveSettings | undefined {
  const { STREAM_LIVE: live = '', STREAM_API_KEY: apiKey, STREAM_API_SECRET: apiSecret } = environment
  if (live === '' || live === '0') return undefined
  if (live !== '1')
    throw new Error(`STREAM_LIVE is '${live}'. Set it to 1 to run against Stream, or unset it.`)
  if (!apiKey || !apiSecret)
    throw new Error(
      'STREAM_LIVE=1 needs STREAM_API_KEY and STREAM_API_SECRET, of an app at Stream for tests.',
    )
  if (environment.STREAM_LOCAL_TEST_HOST)
    throw new Error(
      'STREAM_LOCAL_TEST_HOST is set, so that clients would not reach Stream. Unset it, or STREAM_LIVE.',
    )
  return {
    apiKey,
    apiSecret,
    chatUrl: environment.STREAM_LIVE_CHAT_URL ?? 'https://chat.stream-io-api.com',
    videoUrl: environment.STREAM_LIVE_VIDEO_URL ?? 'https://video.stream-io-api.com/video',
  }
}

/** Says what a run changes at Stream. `prefix` is that of the ids of its users. */
export function announcement({ apiKey, chatUrl, videoUrl }: LiveSettings, prefix: string): string {
  return `STREAM_LIVE=1: these tests use the app ${apiKey} at ${chatUrl} and ${videoUrl}.
- They create the users ${prefix}* and guests with such names, and delete them for good at the end.
- They revoke, deactivate and reactivate those users, and no others.
- They connect, so that the users count as active in your plan.
- They change no setting of the app: the cases that would are skipped.`
}
