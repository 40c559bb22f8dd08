return require('remove_bearer')
