declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined

/** The environment variables. They are read at each call, so that a build without secrets works. */
export interface Environment {
  readonly apiKey: string | undefined
  readonly apiSecret: string | undefined
  readonly nodeEnv: string | undefined
}

/**
 * Reads `STREAM_API_KEY`, `STREAM_API_SECRET` and `NODE_ENV`; all are undefined in a runtime without an environment.
 */
export function readEnvironment(): Environment {
  // Do not shorten: bundlers for edge runtimes replace exactly these expressions.
  if (typeof process === 'undefined') return { apiKey: undefined, apiSecret: undefined, nodeEnv: undefined }
  return {
    apiKey: ifPermitted(() => process.env.STREAM_API_KEY),
    apiSecret: ifPermitted(() => process.env.STREAM_API_SECRET),
    nodeEnv: ifPermitted(() => process.env.NODE_ENV),
  }
}

/** Deno throws if a variable may not be read; such a variable counts as missing. */
function ifPermitted(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
