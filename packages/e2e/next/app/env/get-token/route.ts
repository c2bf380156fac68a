export { tokenHandler as GET } from '../../../lib/token-handler'
