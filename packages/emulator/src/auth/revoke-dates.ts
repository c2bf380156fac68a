/** The `revoke_tokens_issued_before` of the app and of each user: tokens issued before this date are revoked. */
export interface RevokeDates {
  /** In milliseconds. */
  readonly ofApp: () => number | undefined
  /** In milliseconds. */
  readonly ofUser: (userId: string) => number | undefined
  /** The last write wins, even if its date is earlier; null clears the date. */
  readonly setApp: (date: number | null) => void
  readonly setUser: (userId: string, date: number | null) => void
  /** Whether a user's token is revoked. `issuedAt` is in seconds. */
  readonly isRevoked: (token: { readonly userId: string; readonly issuedAt?: number | undefined }) => boolean
}

/** Stores revoke dates as Stream does: the last write wins, without the checks that this project adds. */
export function createRevokeDates(tokensWithoutIat: 'revoked' | 'valid'): RevokeDates {
  let app: number | undefined
  const users = new Map<string, number>()

  return {
    ofApp: () => app,
    ofUser: userId => users.get(userId),
    setApp: date => {
      app = date ?? undefined
    },
    setUser: (userId, date) => {
      if (date === null) users.delete(userId)
      else users.set(userId, date)
    },
    isRevoked: ({ userId, issuedAt }) => {
      const user = users.get(userId)
      if (issuedAt === undefined)
        return app !== undefined || (user !== undefined && tokensWithoutIat === 'revoked')
      const issued = issuedAt * 1000
      return (app !== undefined && issued < app) || (user !== undefined && issued < user)
    },
  }
}
