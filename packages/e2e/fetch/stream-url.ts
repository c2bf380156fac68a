declare const process: { readonly env: Readonly<Record<string, string | undefined>> }

/**
 * Where the stand-in for Stream listens. Written out, so that a bundler can replace it: workers have no environment. Undefined
 * in an app that was started without it.
 */
export function streamUrl(): string | undefined {
  try {
    return process.env.CONFORMANCE_STREAM_URL
  } catch {
    return undefined
  }
}
