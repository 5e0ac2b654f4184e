// HubSpot's component library as far as the cards use it, drawn as HTML.
import type { ComponentMapping } from '@remote-ui/react/host';
import { Button, ButtonRow, Form, Input, Link, LoadingButton } from './library-controls.tsx';
import { NumberInput, TextArea, ToggleGroup } from './library-inputs.tsx';
import { AutoGrid, Box, Divider, Flex, Inline, List, Tile } from './library-layout.tsx';
import {
  Alert,
  EmptyState,
  ErrorState,
  LoadingSpinner,
  ProgressBar,
  ScoreCircle,
} from './library-states.tsx';
import {
  DescriptionList,
  DescriptionListItem,
  Heading,
  Statistics,
  StatisticsItem,
  StatusTag,
  Tag,
  Text,
} from './library-words.tsx';
import { LineChart } from './line-chart.tsx';

export const library = {
  Alert,
  AutoGrid,
  Box,
  Button,
  ButtonRow,
  DescriptionList,
  DescriptionListItem,
  Divider,
  EmptyState,
  ErrorState,
  Flex,
  Form,
  Heading,
  Inline,
  Input,
  LineChart,
  Link,
  List,
  LoadingButton,
  LoadingSpinner,
  NumberInput,
  ProgressBar,
  ScoreCircle,
  Statistics,
  StatisticsItem,
  StatusTag,
  Tag,
  Text,
  TextArea,
  Tile,
  ToggleGroup,
} satisfies ComponentMapping;
