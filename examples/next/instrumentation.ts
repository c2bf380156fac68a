/** Next calls this once, when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  if (process.env.NODE_ENV === 'development' && !process.env.STREAM_API_KEY) {
    const { emulateStream } = await import('./lib/development')
    await emulateStream()
  }
  const { stream } = await import('./lib/stream')
  await stream.provider.ready() // reports a missing key or secret now; then every request gets 500
}
