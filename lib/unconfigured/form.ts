/** What the form of the page sends. All are texts that a person typed; none is a secret. */
export interface FormFields {
  url: string;
  /** Empty: the secret is an API key. */
  username: string;
  /** The name of a variable, or a path. Empty: none. */
  secret: string;
  ca: string;
  backups: string;
  environment: string;
}

export const EMPTY_FORM: FormFields = {
  url: 'http://127.0.0.1:9200',
  username: '',
  secret: '',
  ca: '',
  backups: 'backups',
  environment: 'production',
};

/** Of a form's body, without blanks at the ends. A field that is not sent is empty. */
export function readForm(body: string): { code: string; fields: FormFields } {
  const sent = new URLSearchParams(body);
  const field = (name: string) => (sent.get(name) ?? '').trim();
  return {
    code: field('code'),
    fields: {
      url: field('url'),
      username: field('username'),
      secret: field('secret'),
      ca: field('ca'),
      backups: field('backups'),
      environment: field('environment'),
    },
  };
}
