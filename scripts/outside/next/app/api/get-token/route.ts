import { tokenHandler } from '../../../lib/token-handler'

// A GET without dynamic segments, which next build tries to run once for all users.
export const GET = tokenHandler
