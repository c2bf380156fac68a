import type { TokenHandlerOptions } from '@stream-token/core'

/** A route of the app's own that responds with `tokenHandler`. */
export interface TokenPath {
  readonly path: string
  readonly options: TokenHandlerOptions<unknown>
}

/** The app's own token routes, which every host serves below its mount, for every method. */
export const TOKEN_PATHS: readonly TokenPath[] = [
  { path: '/get-token', options: {} },
  {
    path: '/access-token',
    options: {
      responseBody: ({ token, userId }) => ({ success: true, data: { accessToken: token, userId } }),
    },
  },
  { path: '/late-token', options: { responseBody: async ({ token }) => ({ accessToken: token }) } },
  {
    path: '/broken-token',
    options: {
      responseBody: () => {
        throw new Error('canary')
      },
    },
  },
  { path: '/no-token', options: { responseBody: () => undefined } },
]
