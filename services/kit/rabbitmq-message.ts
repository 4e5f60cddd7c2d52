/** How an event looks on the wire of RabbitMQ. */
import type { ConsumeMessage } from 'amqplib';
import { z } from 'zod';
import type { Envelope } from './bus.ts';
import { newId } from './ids.ts';

/** The body: JSON. */
export function encode(event: Envelope): Buffer {
  return Buffer.from(JSON.stringify(event.data));
}

/** CloudEvents 1.0, AMQP protocol binding (section 3.1, binary mode). */
export function properties(event: Envelope, isMandatory: boolean) {
  const { traceparent } = event;
  return {
    persistent: true,
    mandatory: isMandatory,
    contentType: 'application/json',
    messageId: event.id,
    type: event.type,
    appId: event.source,
    headers: {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': event.id,
      'cloudEvents:type': event.type,
      'cloudEvents:source': event.source,
      'cloudEvents:subject': event.subject,
      'cloudEvents:time': event.time,
      ...(traceparent === null ? {} : { traceparent }),
    },
  };
}

const headersSchema = z.object({
  'cloudEvents:id': z.uuid(),
  'cloudEvents:type': z.string(),
  'cloudEvents:source': z.string(),
  'cloudEvents:subject': z.string(),
  'cloudEvents:time': z.string(),
  traceparent: z.string().optional(),
});

/** Reads a message of ours; anything else becomes an envelope that can be parked and looked at. */
export function readMessage(message: ConsumeMessage): { isEvent: boolean; envelope: Envelope } {
  const headers = headersSchema.safeParse(message.properties.headers);
  const text = message.content.toString('utf8');
  if (headers.success) {
    const attributes = {
      id: headers.data['cloudEvents:id'],
      type: headers.data['cloudEvents:type'],
      source: headers.data['cloudEvents:source'],
      subject: headers.data['cloudEvents:subject'],
      time: headers.data['cloudEvents:time'],
      traceparent: headers.data.traceparent ?? null,
    };
    try {
      return { isEvent: true, envelope: { ...attributes, data: JSON.parse(text) } };
    } catch {
      return { isEvent: false, envelope: { ...attributes, data: text } };
    }
  }
  const { routingKey } = message.fields;
  return {
    isEvent: false,
    envelope: {
      id: newId(),
      type: routingKey,
      source: 'unknown',
      subject: 'unknown',
      time: new Date().toISOString(),
      traceparent: null,
      data: text,
    },
  };
}
