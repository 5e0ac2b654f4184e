// HubSpot's components a person acts with: buttons, links, forms and inputs.
import type { FormEvent, ReactNode } from 'react';
import { useTyped } from './use-typed.ts';

type Href = string | { url: string; external?: boolean };
type Happened = { type: string; bubbles: boolean; timeStamp: number; id: string };

type ButtonProps = {
  children?: ReactNode;
  onClick?: (event: Happened) => void;
  href?: Href;
  variant?: 'primary' | 'secondary' | 'destructive' | 'transparent';
  size?: string;
  disabled?: boolean;
  type?: 'button' | 'reset' | 'submit';
};

const sizes: Record<string, string> = {
  xs: 'xs',
  'extra-small': 'xs',
  sm: 'sm',
  small: 'sm',
  md: 'md',
  medium: 'md',
};

export function Button({
  children,
  onClick,
  href,
  variant = 'secondary',
  size = 'md',
  disabled,
  type,
}: ButtonProps) {
  const look = `button ${variant} ${sizes[size]}`;
  if (href !== undefined) {
    return (
      <a className={look} {...linkTo(href)}>
        {children}
      </a>
    );
  }
  return (
    <button
      className={look}
      type={type ?? 'button'}
      disabled={disabled}
      onClick={(event) => onClick?.(happened('click', event.timeStamp))}
    >
      {children}
    </button>
  );
}

export function LoadingButton({
  loading,
  disabled,
  children,
  ...button
}: ButtonProps & { loading?: boolean }) {
  return (
    <Button {...button} disabled={disabled === true || loading === true}>
      {loading && <span className="spinner small" />}
      {children}
    </Button>
  );
}

export function ButtonRow({ children }: { children?: ReactNode }) {
  return <div className="button-row">{children}</div>;
}

export function Link({ children, href }: { children?: ReactNode; href: Href }) {
  return (
    <a className="link" {...linkTo(href)}>
      {children}
      {typeof href === 'object' && href.external && <span aria-hidden="true"> ↗</span>}
    </a>
  );
}

function linkTo(href: Href) {
  if (typeof href === 'string') return { href };
  return href.external ? { href: href.url, target: '_blank', rel: 'noreferrer' } : { href: href.url };
}

type FormProps = { children?: ReactNode; onSubmit?: (event: Happened) => void };

export function Form({ children, onSubmit }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.(happened('submit', event.timeStamp));
  };
  return <form onSubmit={submit}>{children}</form>;
}

type InputProps = {
  label: string;
  name: string;
  value?: string;
  placeholder?: string;
  onInput?: (value: string) => void;
  onChange?: (value: string) => void;
};

export function Input({ label, name, value = '', placeholder, onInput, onChange }: InputProps) {
  const [typed, setTyped] = useTyped(value);
  return (
    <label className="input">
      <span>{label}</span>
      <input
        name={name}
        value={typed}
        placeholder={placeholder}
        onChange={(event) => {
          setTyped(event.target.value);
          onInput?.(event.target.value);
        }}
        onBlur={(event) => onChange?.(event.target.value)}
      />
    </label>
  );
}

function happened(type: string, timeStamp: number): Happened {
  return { type, bubbles: true, timeStamp, id: type };
}
