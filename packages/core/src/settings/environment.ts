declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined

/** What is read from the environment, and when: at each call, so that a build without secrets works. */
export interface Environment {
  readonly apiKey: string | undefined
  readonly apiSecret: string | undefined
  readonly nodeEnv: string | undefined
}

/** Reads `STREAM_API_KEY`, `STREAM_API_SECRET` and `NODE_ENV`; all undefined where a runtime has no environment. */
export function readEnvironment(): Environment {
  // Written out, since bundlers for edge runtimes replace these very expressions.
  if (typeof process === 'undefined') return { apiKey: undefined, apiSecret: undefined, nodeEnv: undefined }
  return {
    apiKey: ifPermitted(() => process.env.STREAM_API_KEY),
    apiSecret: ifPermitted(() => process.env.STREAM_API_SECRET),
    nodeEnv: ifPermitted(() => process.env.NODE_ENV),
  }
}

/** Deno throws at a variable that it may not read: one that was not granted is one that is not there. */
function ifPermitted(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
