import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationSchema } from '../../lib/config/schema.ts';
import { EMPTY_FORM, readForm } from '../../lib/unconfigured/form.ts';
import { PAGE_POLICY, unconfiguredPage, type UnconfiguredPage } from '../../lib/unconfigured/page.ts';
import { STYLE } from '../../lib/unconfigured/style.ts';

const aPage = (more: Partial<UnconfiguredPage> = {}): string =>
  unconfiguredPage({
    file: '/etc/restore-desk.yaml',
    appeared: null,
    form: null,
    whyNoForm: 'Only on its machine.',
    tried: null,
    ...more,
  });

describe('the page without a configuration', () => {
  test('says where the file was looked for, how to write it, and why there is no form', () => {
    const page = aPage();
    expect(page).toContain('<h1>Restore Desk is not configured yet</h1>');
    expect(page).toContain('<code>/etc/restore-desk.yaml</code>');
    expect(page).toContain('<pre>restore-desk init</pre>');
    expect(page).toContain('Only on its machine.');
    expect(page).not.toContain('<form');
  });

  test('has a shortest file that is a whole configuration', () => {
    const shortest = /<pre>(clusters:[^<]*)<\/pre>/.exec(aPage())![1]!;
    expect(Object.keys(configurationSchema.parse(parse(shortest)).clusters)).toEqual(['production']);
  });

  test('shows nothing that was typed as markup', () => {
    const planted = `"><script>alert('planted')</script>&`;
    const fields = Object.fromEntries(
      Object.keys(EMPTY_FORM).map((key) => [key, planted]),
    ) as unknown as typeof EMPTY_FORM;
    const page = aPage({
      file: planted,
      appeared: { problem: planted },
      form: { action: planted, code: planted, fields },
      tried: { lines: [{ what: 'Cluster', ok: false, sentence: planted, hint: planted }], text: planted },
    });
    expect(page).not.toMatch(/<script|'planted'/);
    expect(page.match(/&lt;script&gt;/g)).toHaveLength(13);
  });

  test('says in words which check failed, and shows the file to copy', () => {
    const page = aPage({
      tried: {
        lines: [
          { what: 'Cluster', ok: false, sentence: 'No connection.', hint: 'Check it.' },
          { what: 'Backups', ok: true, sentence: 'It exists.', hint: null },
        ],
        text: 'clusters: {}',
      },
    });
    expect(page).toMatch(/role="alert">\s*<h2 tabindex="-1" autofocus>These settings don’t work yet/);
    expect(page).toMatch(/Failed<\/strong> Cluster: No connection\..*Check it\./);
    expect(page).toMatch(/OK<\/strong> Backups: It exists\./);
    expect(page).toContain('Nothing was written. Copy this into the file once it works');
  });

  test('has the form after what was found, so that it is corrected there; before that at the end', () => {
    const withForm = { form: { action: '/', code: 'x', fields: EMPTY_FORM } };
    const order = (page: string) => ['These settings', '<form', 'restore-desk init'].map((part) => page.indexOf(part));
    const [found, form, ways] = order(
      aPage({ ...withForm, tried: { lines: [{ what: 'Cluster', ok: true, sentence: 'x', hint: null }], text: 'x' } }),
    );
    expect([found! < form!, form! < ways!]).toEqual([true, true]);
    const before = order(aPage(withForm));
    expect(before[2]).toBeLessThan(before[1]!);
  });

  test('says that Restore Desk must be started again once the file is there', () => {
    expect(aPage({ appeared: { problem: null } })).toContain('The file is there now. Start Restore Desk again');
    expect(aPage({ appeared: { problem: 'It is wrong.' } })).toContain('can’t be used: It is wrong.');
  });

  test('needs nothing that its policy forbids: its style alone, by its hash, and no script', () => {
    const page = aPage({ form: { action: '/', code: 'x', fields: EMPTY_FORM } });
    const [, style] = /<style>([\s\S]*)<\/style>/.exec(page)!;
    expect(PAGE_POLICY).toContain(`'sha256-${createHash('sha256').update(style!).digest('base64')}'`);
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|src=|<link rel="(?!icon" href="data:,")/);
  });

  test('has a label and a help for each field', () => {
    const page = aPage({ form: { action: '/', code: 'x', fields: EMPTY_FORM } });
    for (const name of Object.keys(EMPTY_FORM)) {
      expect(page).toContain(`<label for="${name}">`);
      expect(page).toContain(`id="${name}-help"`);
    }
    expect(page).not.toMatch(/type="password"/);
  });

  test('has the colours of the other pages, in dark and in light', () => {
    const theirs = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
    const colours = (css: string) =>
      Object.fromEntries([...css.matchAll(/(--[a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
    const parts = (css: string) => {
      const at = css.indexOf('@media (prefers-color-scheme: light)');
      return [colours(css.slice(0, at)), colours(css.slice(at, css.indexOf('}', at)))] as const;
    };
    for (const [position, ours] of parts(STYLE).entries()) {
      expect(Object.keys(ours).length).toBeGreaterThan(12);
      expect(parts(theirs)[position]).toMatchObject(ours);
    }
  });
});

test('a form is read without blanks, and a field that is not sent is empty', () => {
  expect(readForm('code=x&url=%20http%3A%2F%2Fa+&backups=s3%3A%2F%2Fb')).toEqual({
    code: 'x',
    fields: { url: 'http://a', username: '', secret: '', ca: '', backups: 's3://b', environment: '' },
  });
});
