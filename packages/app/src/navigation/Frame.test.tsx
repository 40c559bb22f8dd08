import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { Frame } from './Frame';

const Address = () => {
  const { pathname, search } = useLocation();
  return <output>{`${pathname}${decodeURIComponent(search)}`}</output>;
};

describe('the navigation', () => {
  it.each([
    [
      'Model servers',
      '/catalog?filters[kind]=component&filters[type]=model-server',
    ],
    ['AI models', '/catalog?filters[kind]=resource&filters[type]=ai-model'],
    ['APIs', '/api-docs'],
    ['Docs', '/docs'],
    ['Search', '/search'],
  ])('leads by "%s" to %s', async (name, address) => {
    await renderInTestApp(
      <Frame>
        <Address />
      </Frame>,
    );
    await userEvent.click(screen.getByLabelText(name));
    expect(screen.getByRole('status')).toHaveTextContent(address);
  });
});
