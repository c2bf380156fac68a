import type { TokenProviderOptions } from './options.js'

/** What an option whose part is not built yet may say: nothing but what holds without the part. */
const ONLY: { readonly [Name in keyof TokenProviderOptions]?: readonly unknown[] } = {
  maxStale: [10],
  guests: [false],
}

/** Names the options that would be without effect: better refused than silently ignored. */
export function unavailable(options: TokenProviderOptions): string[] {
  const given = new Map<string, unknown>(Object.entries(options))
  return Object.entries(ONLY).flatMap(([name, values]) => {
    const value = given.get(name)
    return value === undefined || values.includes(value) ? [] : [`${name} is not available yet`]
  })
}
