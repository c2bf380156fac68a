/** The `revoke_tokens_issued_before` of the app and of each user. */
export interface RevokeDates {
  /** In milliseconds. */
  readonly ofApp: () => number | undefined
  /** In milliseconds. */
  readonly ofUser: (userId: string) => number | undefined
  /** The last one written counts, also when it is earlier; null takes it back. */
  readonly setApp: (date: number | null) => void
  readonly setUser: (userId: string, date: number | null) => void
  /** Whether a user's token is void. `issuedAt` is in seconds. */
  readonly void: (token: { readonly userId: string; readonly issuedAt?: number | undefined }) => boolean
}

/** Keeps Stream's revoke dates: plain last-write-wins, with none of the guards that the product adds. */
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
    void: ({ userId, issuedAt }) => {
      const user = users.get(userId)
      if (issuedAt === undefined)
        return app !== undefined || (user !== undefined && tokensWithoutIat === 'revoked')
      const issued = issuedAt * 1000
      return (app !== undefined && issued < app) || (user !== undefined && issued < user)
    },
  }
}
