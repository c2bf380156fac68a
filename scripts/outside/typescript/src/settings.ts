export const settings = { apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' }
