export { ownApi as default } from '../../../../../../../lib/own-api'
