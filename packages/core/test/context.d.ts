import 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The HS256 engine behind `#hs256` in this project. */
    readonly engine: 'node' | 'web'
  }
}
