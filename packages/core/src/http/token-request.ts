/** A request's body, as far as the framework has read it. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parsed'; readonly value: unknown }

/** How much of a body is read, and for how many seconds. */
export interface BodyLimits {
  readonly bytes: number
  readonly seconds: number
}

/** What a framework's adapter hands over; `raw` is the framework's own request, for `verifyUser`. */
export interface TokenRequest<Raw> {
  readonly method: string
  /** Below mount and `basePath`, without the query; compared exactly. */
  readonly path: string
  /** Every value of a header, given in lower case, so that a repeated one shows. */
  headers(name: string): readonly string[]
  /** Reads the body, before or after a body parser; rejects with a TokenProviderError over a limit. */
  body(limits: BodyLimits): Promise<RequestBody>
  /** The client's address, as the framework tells it. */
  readonly address?: string
  /** Aborted when the client is gone. */
  readonly signal?: AbortSignal
  readonly raw: Raw
}
