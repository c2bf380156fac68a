declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined

/** The environment variables. They are read at each call, so that a build without secrets works. */
export interface Environment {
  readonly apiKey: string | undefined
  readonly apiSecret: string | undefined
  readonly nodeEnv: string | undefined
  /** Host and port of a local stand-in for Stream's API; Stream's own SDKs read it too. */
  readonly localTestHost: string | undefined
}

/** Reads the environment variables; all are undefined in a runtime without an environment. */
export function readEnvironment(): Environment {
  // Do not shorten: bundlers for edge runtimes replace exactly these expressions.
  if (typeof process === 'undefined') return NONE
  return {
    apiKey: ifPermitted(() => process.env.STREAM_API_KEY),
    apiSecret: ifPermitted(() => process.env.STREAM_API_SECRET),
    nodeEnv: ifPermitted(() => process.env.NODE_ENV),
    localTestHost: ifPermitted(() => process.env.STREAM_LOCAL_TEST_HOST),
  }
}

const NONE: Environment = {
  apiKey: undefined,
  apiSecret: undefined,
  nodeEnv: undefined,
  localTestHost: undefined,
}

/** Deno throws if a variable may not be read; such a variable counts as missing. */
function ifPermitted(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
