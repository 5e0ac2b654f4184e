// HubSpot's inputs beside that of one line: a choice of one, a longer text, and a number.
import { useEffect, useId, useState } from 'react';

type ToggleGroupProps = {
  label: string;
  name: string;
  options: { label: string; value: string }[];
  value?: string;
  onChange?: (value: string) => void;
};

/** As far as cards use it: `radioButtonList`. */
export function ToggleGroup({ label, name, options, value, onChange }: ToggleGroupProps) {
  const own = useId();
  return (
    <fieldset className="toggle-group">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={`${name}${own}`}
            checked={option.value === value}
            onChange={() => onChange?.(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

type TextAreaProps = {
  label: string;
  name: string;
  value?: string;
  maxLength?: number;
  onInput?: (value: string) => void;
};

// The value that comes back from the worker is a moment late, so what is typed is shown from here.
export function TextArea({ label, name, value = '', maxLength, onInput }: TextAreaProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (value === '') setTyped('');
  }, [value]);
  return (
    <label className="input">
      <span>{label}</span>
      <textarea
        name={name}
        rows={3}
        value={typed}
        maxLength={maxLength}
        onChange={(event) => {
          setTyped(event.target.value);
          onInput?.(event.target.value);
        }}
      />
    </label>
  );
}

type NumberInputProps = {
  label: string;
  name: string;
  value?: number;
  min?: number;
  max?: number;
  onChange?: (value: number) => void;
};

export function NumberInput({ label, name, value, min, max, onChange }: NumberInputProps) {
  const [typed, setTyped] = useState(value === undefined ? '' : String(value));
  return (
    <label className="input">
      <span>{label}</span>
      <input
        type="number"
        name={name}
        value={typed}
        min={min}
        max={max}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange?.(event.target.valueAsNumber);
        }}
      />
    </label>
  );
}
