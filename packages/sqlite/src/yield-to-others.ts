/** Resolves when the event loop has run everything that was ready. */
export function yieldToOthers(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}
