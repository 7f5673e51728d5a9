/* What nginx looks up in a dynamic module: nginx's own build writes this file, here it is by hand. */

#include <ngx_config.h>
#include <ngx_core.h>

extern ngx_module_t ngx_http_bulkhead_module;

__attribute__((visibility("default"))) ngx_module_t* ngx_modules[] = {&ngx_http_bulkhead_module, NULL};
__attribute__((visibility("default"))) char* ngx_module_names[] = {"ngx_http_bulkhead_module", NULL};

/* A filter: it stands where nginx puts third-party filters, before the one that copies bodies. */
__attribute__((visibility("default"))) char* ngx_module_order[] = {"ngx_http_bulkhead_module",
                                                                   "ngx_http_copy_filter_module", NULL};
