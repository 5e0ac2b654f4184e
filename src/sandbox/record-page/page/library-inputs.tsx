// HubSpot's inputs beside that of one line: a choice of one, a longer text, and a number.
import { useId, useState } from 'react';
import { useChosen, useTyped } from './use-typed.ts';

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
  const [chosen, setChosen] = useChosen(value);
  return (
    <fieldset className="toggle-group">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={`${name}${own}`}
            checked={option.value === chosen}
            onChange={() => {
              setChosen(option.value);
              onChange?.(option.value);
            }}
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

export function TextArea({ label, name, value = '', maxLength, onInput }: TextAreaProps) {
  const [typed, setTyped] = useTyped(value);
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
