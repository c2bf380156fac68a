/** A request's body, in the form in which the framework provides it. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parsed'; readonly value: unknown }

/** Limits for reading a body: its size in bytes, and the time in seconds. */
export interface BodyLimits {
  readonly bytes: number
  readonly seconds: number
}

/** A request as an adapter describes it. */
export interface TokenRequest<Raw> {
  readonly method: string
  /** The path below the mount and `basePath`, without the query; compared exactly. */
  readonly path: string
  /** Returns every value of a header, so that repeated headers are seen; `name` is in lower case. */
  headers(name: string): readonly string[]
  /** Reads the body, before or after a body parser; rejects with a TokenProviderError if a limit is exceeded. */
  body(limits: BodyLimits): Promise<RequestBody>
  /** The host that the client has requested, as determined by the framework's trust settings. Default: the Host header. */
  readonly host?: string
  /** The client's address, as the framework reports it. */
  readonly address?: string
  /** Aborts when the client disconnects. */
  readonly signal?: AbortSignal
  /** Whether session or sign-in middleware has run before; absent if the adapter cannot know. */
  hasSession?(): boolean
  /** The framework's own request, for `verifyUser`. */
  readonly raw: Raw
  /** What `verifyUser` receives besides `body` and `signal`, such as `res` in the Pages Router. */
  readonly extras?: object
}
