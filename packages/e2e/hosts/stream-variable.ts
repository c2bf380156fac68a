import type { AppSpec } from '@stream-token/conformance'

/** The environment in which an app of another process finds the stand-in for Stream. */
export function streamVariable({ streamUrl }: Pick<AppSpec, 'streamUrl'>): Readonly<Record<string, string>> {
  return streamUrl === undefined ? {} : { CONFORMANCE_STREAM_URL: streamUrl }
}
