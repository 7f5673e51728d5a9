#include "bulkhead_module.h"

static int has_prefix(const ngx_table_elt_t *field, const char *prefix, size_t size) {
  return field->key.len >= size && ngx_strncmp(field->lowcase_key, prefix, size) == 0;
}

static int is_named(const ngx_table_elt_t *field, const char *name, size_t size) {
  return field->key.len == size && ngx_strncmp(field->lowcase_key, name, size) == 0;
}

#define HAS_PREFIX(field, literal) has_prefix(field, literal, sizeof(literal) - 1)
#define IS_NAMED(field, literal) is_named(field, literal, sizeof(literal) - 1)

/* True when realip took the client's address from a proxy that the configuration trusts. */
static int came_by_trusted_proxy(ngx_http_request_t *r) {
  static ngx_str_t name = ngx_string("realip_remote_addr");
  ngx_http_variable_value_t *connected = ngx_http_get_variable(r, &name, ngx_hash_key(name.data, name.len));
  if (connected == NULL || connected->not_found || !connected->valid) {
    return 0;
  }
  return connected->len != r->connection->addr_text.len ||
         ngx_strncmp(connected->data, r->connection->addr_text.data, connected->len) != 0;
}

/* Fields by which applications are told what a proxy did. From a client they are forgeries. `trusted`: -1 not known yet. */
static int is_forged(ngx_http_request_t *r, const ngx_table_elt_t *field, int *trusted) {
  if (HAS_PREFIX(field, "x-bulkhead-") || IS_NAMED(field, "x-original-url") || IS_NAMED(field, "x-rewrite-url")) {
    return 1;
  }
  if (!HAS_PREFIX(field, "x-forwarded-") && !IS_NAMED(field, "forwarded")) {
    return 0;
  }
  if (*trusted < 0) {
    *trusted = came_by_trusted_proxy(r);
  }
  return !*trusted;
}

/* Takes element `i` of `part` out. Elements are never moved: nginx keeps pointers to them. Returns the part in which the
 * walk goes on (at its beginning), or NULL when memory is short. */
static ngx_list_part_t *take_out(ngx_list_t *list, ngx_list_part_t *part, ngx_uint_t i, ngx_pool_t *pool) {
  ngx_table_elt_t *elements = part->elts;

  if (i == 0) {
    part->elts = elements + 1;
    part->nelts--;
    if (part == list->last) {
      list->nalloc--;
    }
    return part;
  }
  if (i == part->nelts - 1 && part != list->last) {
    part->nelts--;
    return part;
  }
  ngx_list_part_t *rest = ngx_palloc(pool, sizeof(*rest));
  if (rest == NULL) {
    return NULL;
  }
  rest->elts = elements + i + 1;
  rest->nelts = part->nelts - i - 1;
  rest->next = part->next;
  part->nelts = i;
  part->next = rest;
  if (part == list->last) {
    list->last = rest;
    list->nalloc -= i + 1;
  }
  return rest;
}

static ngx_int_t join_cookies(ngx_http_request_t *r, ngx_str_t *joined, const ngx_str_t *more) {
  if (joined->len == 0) {
    *joined = *more;
    return NGX_OK;
  }
  u_char *bytes = ngx_pnalloc(r->pool, joined->len + 2 + more->len);
  if (bytes == NULL) {
    return NGX_ERROR;
  }
  u_char *end = ngx_cpymem(bytes, joined->data, joined->len);
  *end++ = ';';
  *end++ = ' ';
  end = ngx_cpymem(end, more->data, more->len);
  joined->data = bytes;
  joined->len = (size_t)(end - bytes);
  return NGX_OK;
}

static ngx_int_t pick(ngx_http_request_t *r, const ngx_table_elt_t *field, bulkhead_fields *fields) {
  if (IS_NAMED(field, "accept")) {
    fields->accept = field->value;
  } else if (IS_NAMED(field, "accept-language")) {
    fields->accept_language = field->value;
  } else if (IS_NAMED(field, "cookie")) {
    return join_cookies(r, &fields->cookie, &field->value);
  }
  return NGX_OK;
}

ngx_int_t bulkhead_strip(ngx_http_request_t *r, bulkhead_fields *fields) {
  int trusted = -1;
  ngx_list_t *list = &r->headers_in.headers;
  ngx_list_part_t *part = &list->part;
  ngx_uint_t i = 0;

  ngx_memzero(fields, sizeof(*fields));
  while (part != NULL) {
    if (i >= part->nelts) {
      part = part->next;
      i = 0;
      continue;
    }
    ngx_table_elt_t *field = (ngx_table_elt_t *)part->elts + i;
    u_char first = field->key.len != 0 ? field->lowcase_key[0] : 0;
    if ((first == 'x' || first == 'f') && is_forged(r, field, &trusted)) {
      ngx_list_part_t *rest = take_out(list, part, i, r->pool);
      if (rest == NULL) {
        return NGX_ERROR;
      }
      if (rest != part) {
        part = rest;
        i = 0;
      }
      continue;
    }
    if ((first == 'a' || first == 'c') && pick(r, field, fields) != NGX_OK) {
      return NGX_ERROR;
    }
    i++;
  }
  return NGX_OK;
}
