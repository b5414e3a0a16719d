/** The link to the dossier server. */
import { Type } from 'typebox'
import { defaulted, object, oneOf } from '../describe.ts'

export const DossierDescription = Type.Optional(
  object(
    {
      broker: Type.Optional(
        Type.String({
          pattern: '^(hall|(mqtts?|wss?)://[^\\s]+)$',
          description:
            '"hall": the controller’s own broker. Else mqtt://HOST[:1883], mqtts://HOST[:8883], ws://HOST[:80][/PATH] or wss://HOST[:443][/PATH].',
        }),
      ),
      brokers: Type.Optional(
        Type.Array(Type.String({ pattern: '^(mqtts?|wss?)://[^\\s]+$' }), {
          minItems: 1,
          maxItems: 4,
          description:
            'Instead of broker: several addresses with the same login. The first that answers is used; from a later one the controller goes back to the first.',
        }),
      ),
      mqttVersion: defaulted(
        oneOf(
          ['3.1.1', '5'],
          'Both say the same; 5 also tells why a broker refuses something or ends a connection.',
          { default: '3.1.1' },
        ),
      ),
      username: Type.Optional(Type.String({ maxLength: 80, description: 'Name at the broker.' })),
      passwordFile: Type.Optional(
        Type.String({
          description: 'File beside the site file that holds the password, readable by the controller alone.',
        }),
      ),
      caFile: Type.Optional(Type.String({ description: 'Certificate authority of the broker, PEM.' })),
      certFile: Type.Optional(
        Type.String({
          description: 'The controller’s own certificate, PEM, when the broker asks for one.',
        }),
      ),
      keyFile: Type.Optional(
        Type.String({
          description: 'Its key, PEM without a passphrase, readable by the controller alone.',
        }),
      ),
      nearTurnAhead: defaulted(
        Type.Integer({
          minimum: 0,
          maximum: 20,
          default: 3,
          description: 'The server hears that a turn is near when at most so many are ahead.',
        }),
      ),
    },
    'Where every event is reported.',
  ),
)
