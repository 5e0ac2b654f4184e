// The configuration refuses what cannot work, and names the variable.
import { describe, expect, it } from 'vitest';
import { toConfig, withWholeCredentials } from '#config.ts';

const naming = (name: string) =>
  expect.objectContaining({ code: 'CONFIG_INVALID', params: expect.objectContaining({ name }) });

describe('the configuration', () => {
  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'revloop.example.com'],
    ['DATABASE_URL', 'localhost/revloop'],
    ['REDIS_URL', 'localhost:6379'],
    ['REVLOOP_ROLE', 'server'],
    ['REVLOOP_ENCRYPTION_KEYS', 'main:short'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => toConfig({ [name]: value })).toThrow(naming(name));
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT is not usable: it is "abc"; write a whole number from 0 to 65535, such as 8080.'],
    [{ PORT: '80.5' }, 'it is "80.5"; write a whole number from 0 to 65535'],
    [{ REVLOOP_ROLE: 'server' }, 'it is "server"; write one of web, worker, all.'],
    [{ PUBLIC_URL: 'revloop' }, 'PUBLIC_URL is not usable: write an address that begins with http'],
  ])('says of %j what to write instead', (env, says) => {
    expect(() => toConfig(env)).toThrow(says);
  });

  it('never tells a value that may hold a password', () => {
    expect(() => toConfig({ DATABASE_URL: 'me:secret@db' })).toThrow(
      expect.objectContaining({ params: { name: 'DATABASE_URL', problem: 'begin it with postgres://' } }),
    );
  });

  it('takes an empty value for none, and an address without the slash at its end', () => {
    const config = toConfig({ DATABASE_URL: ' ', REDIS_URL: '', PUBLIC_URL: 'https://revloop.example.com/' });
    expect(config).toMatchObject({ PORT: 8080, publicUrl: 'https://revloop.example.com' });
    expect([config.DATABASE_URL, config.REDIS_URL]).toEqual([undefined, undefined]);
  });

  it.each([
    ['HUBSPOT_CLIENT_SECRET', { HUBSPOT_CLIENT_ID: 'id' }],
    ['SALESFORCE_CLIENT_SECRET', { SALESFORCE_CLIENT_ID: 'id' }],
    ['SALESFORCE_CLIENT_ID', { SALESFORCE_CLIENT_SECRET: 's' }],
    ['SLACK_CLIENT_ID', { SLACK_CLIENT_SECRET: 's', SLACK_SIGNING_SECRET: 's' }],
    ['SLACK_SIGNING_SECRET', { SLACK_CLIENT_ID: 'id', SLACK_CLIENT_SECRET: 's' }],
  ])('refuses to begin where %s is missing beside others of its platform', (name, env) => {
    expect(() => withWholeCredentials(toConfig(env))).toThrow(naming(name));
  });

  it('begins with the credentials of one platform, or of none', () => {
    for (const env of [{}, { HUBSPOT_CLIENT_ID: 'id', HUBSPOT_CLIENT_SECRET: 's' }])
      expect(withWholeCredentials(toConfig(env))).toMatchObject(env);
  });
});
