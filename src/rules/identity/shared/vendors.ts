// Makers whose credentials are told by their kind or by the name of the usual variable, and the places these belong to.
import { endsInOneOf, setOf } from '../../../core/words.ts';
import { table } from '../../../core/table.ts';
import { knownServer } from '../../../resolve/known.ts';
import type { Server } from '../../../core/model.ts';

export interface Vendor {
  readonly id: string;
  /** As a message says it: one word. */
  readonly name: string;
  /** Kinds of credentials start with it (see rules/secrets). */
  readonly kinds: readonly string[];
  /** First words of variables that hold them. */
  readonly variables: readonly string[];
  /** Domains of its own, subdomains included. */
  readonly domains: readonly string[];
  /** Servers of the knowledge base start with it. */
  readonly servers: readonly string[];
}

const vendor = (name: string, domains: string, more: Partial<Vendor> = {}): Vendor => {
  const id = name.toLowerCase();
  return { id, name, domains: domains.split(' '), kinds: [`${id}-`], variables: [name.toUpperCase()], servers: [id], ...more };
};

/**
 * Only makers whose credentials open an account of the person or company. Makers of models are left out: many servers
 * honestly take a key of theirs. Source: the makers' own documentation of addresses and variables.
 */
const vendors = table((): readonly Vendor[] => [
  vendor('GitHub', 'github.com githubcopilot.com ghe.com github.io github.ai', { variables: ['GITHUB', 'GH'] }),
  vendor('GitLab', 'gitlab.com'),
  vendor('Slack', 'slack.com'),
  vendor('Stripe', 'stripe.com'),
  vendor('Notion', 'notion.com notion.so'),
  vendor('Linear', 'linear.app'),
  vendor('Figma', 'figma.com'),
  vendor('Supabase', 'supabase.com supabase.co supabase.in'),
  vendor('Sentry', 'sentry.io sentry.dev'),
  vendor('Atlassian', 'atlassian.com atlassian.net', { variables: ['ATLASSIAN', 'JIRA', 'CONFLUENCE'] }),
  vendor('HubSpot', 'hubspot.com hubapi.com'),
  vendor('Airtable', 'airtable.com'),
  vendor('Asana', 'asana.com'),
  vendor('Heroku', 'heroku.com herokuapp.com'),
  vendor('Vercel', 'vercel.com vercel.app'),
  vendor('Netlify', 'netlify.com netlify.app'),
  vendor('Cloudflare', 'cloudflare.com workers.dev'),
  vendor('DigitalOcean', 'digitalocean.com'),
  vendor('Shopify', 'shopify.com myshopify.com'),
  vendor('Twilio', 'twilio.com'),
  vendor('SendGrid', 'sendgrid.com twilio.com'),
  vendor('Okta', 'okta.com oktapreview.com'),
  vendor('Datadog', 'datadoghq.com datadoghq.eu ddog-gov.com', { variables: ['DATADOG', 'DD'] }),
  vendor('PagerDuty', 'pagerduty.com'),
  vendor('Postman', 'postman.com getpostman.com'),
  vendor('Neon', 'neon.tech'),
  vendor('Square', 'squareup.com'),
  vendor('PayPal', 'paypal.com', { kinds: ['paypal-'] }),
  vendor('npm', 'npmjs.com npmjs.org', { variables: ['NPM'] }),
  vendor('PyPI', 'pypi.org', { variables: ['PYPI'] }),
  vendor('AWS', 'amazonaws.com aws.amazon.com aws.dev api.aws', { servers: ['aws'] }),
]);

/** The maker of a kind of credential; null where it is none of the table. */
export function vendorOfKind(kind: string): Vendor | null {
  return vendors().find(({ kinds }) => kinds.some(start => kind.startsWith(start))) ?? null;
}

const SECRET_NAME = setOf('TOKEN PAT KEY SECRET PASSWORD ACCESS_KEY_ID');

/** The maker whose credential a variable of this name holds by custom. */
export function vendorOfVariable(name: string): Vendor | null {
  const upper = name.toUpperCase().replaceAll('-', '_');
  if (!endsInOneOf(upper, SECRET_NAME)) return null;
  return vendors().find(({ variables }) => variables.some(word => upper.startsWith(word + '_'))) ?? null;
}

/** The maker that a server of the knowledge base belongs to; null where it serves several, or one that is not in the table. */
export function vendorOfServer(server: Server): Vendor | null {
  const known = knownServer(server);
  if (!known || known.confidence === 'low') return null;
  return vendors().find(({ servers }) => servers.some(start => known.id === start || known.id.startsWith(start + '-'))) ?? null;
}

export function isOf({ domains, id }: Vendor, host: string): boolean {
  // An installation of one's own mostly has the product in its name.
  return host.includes(id) || domains.some(domain => host === domain || host.endsWith('.' + domain));
}
