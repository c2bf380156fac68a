/** The app whose tokens are minted and validated. All contenders use the same secret, user and times. */
export const apiKey = 'bench-key'
export const apiSecret = 'bench-secret-'.padEnd(64, '0123456789abcdef')

export const userId = 'john'
export const iat = Math.floor(Date.now() / 1000) - 5
export const exp = iat + 3600
