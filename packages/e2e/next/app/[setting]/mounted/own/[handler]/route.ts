export { ownRoute as GET, ownRoute as OPTIONS, ownRoute as POST } from '../../../../../lib/own-routes'
