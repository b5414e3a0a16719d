/** What devices of several kinds say about how they are wired. */
import { Type } from 'typebox'
import { Id, object, oneOf } from '../describe.ts'

export const DeviceId = Id('Stable id, unique in its station.')

export const I2cBus = Type.Integer({
  minimum: 0,
  maximum: 9,
  description: 'I2C bus number: 1 is the header of a Pi.',
})

/** For any chip on I2C that may hang behind a multiplexer's channel. */
export const I2cMux = Type.Optional(
  object(
    {
      address: Type.String({
        pattern: '^0x7[0-7]$',
        description: 'I2C address of the TCA9548A, 0x70 to 0x77.',
      }),
      channel: Type.Integer({ minimum: 0, maximum: 7, description: 'Channel the chip is behind, 0 to 7.' }),
    },
    'The multiplexer’s channel it is behind; without it the chip is on the bus itself.',
  ),
)

export const LineDriver = oneOf(
  ['onoff', 'gpiochip', 'expander'],
  'onoff: GPIO lines through sysfs. gpiochip: GPIO lines through /dev/gpiochip, with pull-up. expander: all its pins are on expanders.',
)
