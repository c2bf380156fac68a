// With this, Next calls the route when it builds the app, and caches the response.
export const revalidate = 3600

export { tokenHandler as GET } from '../../../lib/token-handler'
