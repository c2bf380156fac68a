/** The app whose tokens are minted and validated: one secret, one user, one pair of times for all. */
export const apiKey = 'bench-key'
export const apiSecret = 'bench-secret-'.padEnd(64, '0123456789abcdef')

export const userId = 'john'
export const iat = Math.floor(Date.now() / 1000) - 5
export const exp = iat + 3600
